# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Models that exist while a test class runs, to test mixins without a real model's rules."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.orm.model_classes import add_to_registry


def not_of_the_addon(definition):
    """Keep a model definition from being loaded with the addon."""
    models.MetaModel._module_to_models__[definition._module].remove(definition)
    return definition


@not_of_the_addon
class FakeNote(models.Model):
    _name = 'support.fake.note'
    _inherit = ['support.frozen', 'support.audited', 'support.searchable', 'support.kept']
    _description = 'Fake Note'
    _audit_fields = ('name', 'quantity', 'day', 'parent_id', 'tag_ids')
    _search_key_fields = ('name', 'kana', 'tag_ids.name')

    name = fields.Char()
    kana = fields.Char()
    quantity = fields.Integer()
    day = fields.Date()
    free = fields.Char()
    message_note = fields.Char()
    state = fields.Selection([('draft', 'Draft'), ('final', 'Final')], default='draft')
    parent_id = fields.Many2one('support.fake.note', ondelete='restrict')
    tag_ids = fields.Many2many('res.partner.category')
    line_ids = fields.One2many('support.fake.line', 'note_id')
    company_id = fields.Many2one('res.company', default=lambda self: self.env.company)

    def _is_frozen(self):
        return self.state == 'final'

    def no_step(self, job, cursor):
        """A method that any client may call, so no step."""
        self.quantity = 9
        return None, 1, 1

    def _job_count_up(self, job, cursor):
        """Add one to each record, two records a step; params: ``fail_at`` a record's name."""
        rest = self.filtered(lambda note: note.id > (cursor or 0)).sorted('id')
        step = rest[:2]
        for note in step:
            if note.name == job._param('fail_at'):
                # pylint: disable-next=translation-required
                raise UserError(f'{note.name} cannot be counted.')
            if note.name == job._param('crash_at'):
                raise ZeroDivisionError
            note.quantity += 1
            note.free = f'{self.env.user.login} {self.env.company.id} {self.env.su}'
        left = rest - step
        return step[-1:].id if left else None, job.done + len(step), len(self)


@not_of_the_addon
class FakeLine(models.Model):
    _name = 'support.fake.line'
    _inherit = ['support.frozen']
    _description = 'Fake Line'
    _frozen_parent = 'note_id'

    note_id = fields.Many2one('support.fake.note', ondelete='restrict')
    text = fields.Char()


def add_fake_models(test_class, *definitions):
    """Add models to the registry for the life of a test class; coordinators may do everything.

    The tables are created in the class's transaction and vanish with it.
    """
    registry, cr = test_class.registry, test_class.cr
    names = [add_to_registry(registry, definition)._name for definition in definitions]

    def remove():
        for name in names:
            del registry[name]
        registry._setup_models__(cr, [])

    test_class.addClassCleanup(remove)
    registry._setup_models__(cr, [])
    registry.init_models(cr, names, {'module': 'support_council'}, install=True)
    env = api.Environment(cr, api.SUPERUSER_ID, {})
    for name in names:
        env['ir.model.access'].create(
            {
                'name': name,
                'model_id': env['ir.model']._get(name).id,
                'group_id': env.ref('support_council.group_coordinator').id,
                'perm_read': True,
                'perm_write': True,
                'perm_create': True,
                'perm_unlink': True,
            }
        )
