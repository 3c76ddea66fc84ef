# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models, tools
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain
from odoo.tools import format_list


class ResUsers(models.Model):
    _inherit = 'res.users'

    support_area_ids = fields.Many2many(
        'support.area',
        string='Areas',
        help='What an area-limited user sees, with everything below it. Empty means nothing.',
    )

    @tools.ormcache('self.id')
    def _support_area_ids(self):
        """Return the ids of a limited user's areas with all below them, ended ones included.

        A literal list, because a rule over a many2many of a large table costs a multiple. Record
        rules are cached, so every change of areas or of this list clears the registry's cache.
        """
        if not self.sudo().support_area_ids:
            return []
        areas = self.env['support.area'].sudo()
        return areas.search([('id', 'child_of', self.sudo().support_area_ids.ids)]).ids

    def write(self, vals):
        if vals.get('active') is False and not self.env.context.get('support_archive_anyway'):
            self._ask_for_successor()
        result = super().write(vals)
        if {'support_area_ids', 'group_ids'} & vals.keys():
            self.env.registry.clear_cache()
        return result

    def _ask_for_successor(self):
        """Stop before users are archived who still have to-dos or a running appointment.

        Nothing would be lost (to-dos are records of our own), but nobody would do it either.
        Archiving with ``support_archive_anyway`` in the context goes on without asking.

        :raises RedirectWarning: leads to the dialog that hands over or archives all the same
        """
        names = self._open_work().mapped('name')
        if not names:
            return
        raise RedirectWarning(
            self.env._(
                '%(names)s: to-dos are still open or an appointment is running. Name a successor '
                'before archiving the login. Nothing is deleted either way.',
                names=format_list(self.env, names),
            ),
            self.env.ref('support_council.support_user_archive_action').id,
            self.env._('Hand Over or Archive'),
            {'default_user_ids': self.ids},
        )

    def _open_work(self):
        """Return the users of ``self`` with open to-dos or an appointment not handed over."""
        return (self._open_actions().user_id | self._running_appointments().user_id) & self.sudo()

    def _open_actions(self):
        """Return the open to-dos of the users, whoever asks."""
        return (
            self.env['support.action']
            .sudo()
            .search(Domain('user_id', 'in', self.ids) & Domain('state', '=', 'open'))
        )

    def _running_appointments(self):
        """Return the appointments of the users that go on and were not handed over yet."""
        today = self.env.company._support_today()
        handed_over = self.env['support.handover'].sudo()._search([('state', '!=', 'draft')])
        return (
            self.env['support.coordinator']
            .sudo()
            .search(
                Domain('user_id', 'in', self.ids)
                & (Domain('date_end', '=', False) | Domain('date_end', '>=', today))
                & ~Domain('handover_ids', 'in', handed_over)
            )
        )
