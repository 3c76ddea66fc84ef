# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

# Report pillars: the three coordinating functions of the ministry's guideline, and councils.
PILLARS = [
    ('a', 'A Resource development'),
    ('b', 'B Network building'),
    ('c', 'C Matching needs and efforts'),
    ('d', 'D Setting up and running councils'),
]

# The ten classes of the ministry's yearly survey (questions on what coordinators and councils do).
ACTIVITY_CLASSES = [
    ('needs', 'Finding out support needs'),
    ('interests', 'Finding out interests'),
    ('resources', 'Finding out social resources'),
    ('development', 'Developing social resources'),
    ('companies', 'Cooperation with companies'),
    ('helpers', 'Securing and training helpers'),
    ('matching', 'Matching needs and services'),
    ('providers', 'Supporting cooperation of providers'),
    ('sharing', 'Sharing information'),
    ('other', 'Other'),
]


class SupportActivityKind(models.Model):
    """A counted thing: visit, consultation, meeting. Data, for municipalities differ in it."""

    _name = 'support.activity.kind'
    _description = 'Counted Kind'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help='Stable key for imports and rules.')
    short_label = fields.Char(translate=True, help='Label where room is short, as on the phone.')
    unit = fields.Char(required=True, translate=True, help='Unit printed behind the number.')
    sequence = fields.Integer(default=10)
    pillar = fields.Selection(PILLARS, string='Report Pillar')
    activity_class = fields.Selection(ACTIVITY_CLASSES, string='Class in the National Survey')
    is_gathering = fields.Boolean(
        string='Gathering',
        help='One gathering counts in one such kind only; a second one brings a warning.',
    )
    minutes_only = fields.Boolean(
        help='Office, travel and record keeping: minutes are kept, no form counts it.'
    )
    is_stepper = fields.Boolean(
        string='On the Log Form',
        help='Has a row of its own with − and ＋ in the log form; other kinds are chosen there.',
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint('unique(code)', 'A kind with this code exists already.')

    @api.model
    def _stepper_kinds(self, commission):
        """Hook: return the kinds that have a row of their own in the form of an entry.

        :param commission: the entry's commission, whose running form may name its own kinds
        """
        return self.search([('is_stepper', '=', True)])
