# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    def _mirrored_actions(self):
        """Return ``{activity: its to-do}`` of the activities that stand for one of ours."""
        kind = self.env.ref('support_council.mail_activity_type_action', raise_if_not_found=False)
        # The to-do follows its copy, whoever may see which of the two.
        mirrors = self.sudo().filtered(
            lambda activity: (
                activity.activity_type_id == kind and activity.res_model == 'support.action'
            )
        )
        actions = self.env['support.action'].sudo().browse(mirrors.mapped('res_id')).exists()
        by_id = {action.id: action for action in actions}
        return {mirror: by_id[mirror.res_id] for mirror in mirrors if mirror.res_id in by_id}

    def _action_done(self, feedback=False, attachment_ids=None):
        """Whoever marks the copy as done has done the to-do."""
        actions = self._mirrored_actions()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        for action in actions.values():
            action.action_done()
        return result

    def write(self, vals):
        result = super().write(vals)
        followed = {'user_id', 'date_deadline', 'summary'} & vals.keys()
        if followed and not self.env.context.get('support_mirror'):
            for activity, action in self._mirrored_actions().items():
                action._follow_mirror(activity, vals)
        return result
