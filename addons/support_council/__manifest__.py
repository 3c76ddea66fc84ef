# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    'name': 'Support Council',
    'summary': 'Areas, councils, meetings and the activity log of community support coordinators',
    'version': '19.0.1.0.0',
    'category': 'Services/Community Support',
    'author': 'Support Council contributors',
    'license': 'LGPL-3',
    'depends': ['base_import', 'calendar', 'mail', 'portal', 'web_hierarchy'],
    'external_dependencies': {'python': ['python-dateutil', 'XlsxWriter']},
    'data': [
        'security/support_council_groups.xml',
        'security/ir.model.access.csv',
        'security/support_council_security.xml',
        'data/ir_cron_data.xml',
        'data/support_area_kind_data.xml',
        'data/support_seat_category_data.xml',
        'data/support_council_stage_data.xml',
        'data/support_commission_data.xml',
        'data/support_activity_kind_data.xml',
        'data/support_meeting_kind_data.xml',
    ],
    'application': True,
}
