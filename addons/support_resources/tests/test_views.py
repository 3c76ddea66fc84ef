# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import Form, tagged

from .common import ResourceCase


@tagged('post_install', '-at_install')
class TestViews(ResourceCase):
    def test_resource_form_of_a_coordinator(self):
        model = self.env['support.resource'].with_user(self.users['coordinator'])
        form = Form(model.with_company(self.company))
        form.name = 'さくらサロン'
        form.category_id = self.salon
        form.area_id = self.north
        resource = form.save()
        self.assertEqual(resource.event_ids.kind, 'recorded')
        with Form(resource) as form, form.event_ids.new() as step:
            step.kind = 'ended'
        self.assertEqual(resource.state, 'ended')

    def test_button_opens_the_step_asked_for(self):
        resource = self.resource()
        action = resource.with_context(default_kind='suspended').action_add_event()
        form = Form(self.env['support.resource.event'].with_context(**action['context']))
        self.assertEqual(form.kind, 'suspended')
        form.save()
        self.assertEqual(resource.state, 'suspended')

    def test_empty_screens_say_what_to_do(self):
        actions = self.env['ir.actions.act_window'].search(
            [('res_model', 'in', ('support.resource', 'support.need', 'support.resource.category',
                                  'support.need.category'))]
        )  # fmt: skip
        own = actions.filtered(
            lambda action: action.get_external_id()[action.id].startswith('support_resources.')
        )
        self.assertEqual(len(own), 4)
        for action in own:
            self.assertIn('o_view_nocontent', action.help)

    def test_our_quarters_not_those_of_the_calendar_year(self):
        arch = self.env['support.need'].get_view(view_type='search')['arch']
        self.assertIn("'group_by': 'quarter'", arch)
        self.assertNotIn('date:quarter', arch)

    def test_every_label_is_japanese(self):
        """Labels, choices and help of our models, those of inherited fields included."""
        same_in_japanese = {'ID', 'NPO'}
        left = []
        models = [
            name for name in self.env if name.startswith(('support.resource', 'support.need'))
        ]
        for name in models:
            described = (
                self.env[name]
                .with_context(lang='ja_JP')
                .fields_get(attributes=['string', 'selection', 'help'])
            )
            for field, facts in described.items():
                if not self.env[name]._fields[field].export_string_translation:
                    continue  # never on a screen
                words = [facts['string'], facts.get('help')]
                words += [label for _key, label in facts.get('selection', [])]
                left += [
                    (name, field, word)
                    for word in words
                    if word and word.isascii() and word not in same_in_japanese
                ]
        self.assertFalse(left)
