# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SupportActivityCount(models.Model):
    _inherit = 'support.activity.count'

    # What several areas share is looked at row by row, to count it once where it belongs once.
    # PostgreSQL before 17 takes the index only for the condition as the ORM writes it.
    _shared_idx = models.Index(
        '(month_key, kind_id, activity_id)'
        ' INCLUDE (area_id, quantity, company_id, commission_id, active)'
        ' WHERE is_shared IS TRUE'
    )

    def action_open_entry(self):
        """Open the log entry from the list of records behind a figure.

        :return: an action; a notice where the figure counts what the user may not read
        """
        self.ensure_one()
        if not self.activity_id.has_access('read'):
            return {
                'type': 'ir.actions.client',
                'tag': 'display_notification',
                'params': {
                    'type': 'info',
                    'message': self.env._(
                        'This entry counts, but is not shown to you: it is not shared, or belongs '
                        'to an area that is not yours.'
                    ),
                },
            }
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'support.activity',
            'res_id': self.activity_id.id,
            'views': [(False, 'form')],
        }
