# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    'name': 'Support Reports',
    'summary': 'Contracts of a commission and the reports owed for them, counted from the log',
    'version': '19.0.1.0.0',
    'category': 'Services/Community Support',
    'author': 'Support Council contributors',
    'license': 'LGPL-3',
    'depends': ['support_resources'],
    'external_dependencies': {'python': ['Pillow', 'XlsxWriter']},
    'data': [
        'security/support_reports_groups.xml',
        'security/ir.model.access.csv',
        'security/support_reports_security.xml',
        'data/support_report_form_data.xml',
        'report/support_report_templates.xml',
        'wizard/support_report_create_views.xml',
        'wizard/support_report_correct_views.xml',
        'wizard/support_report_submit_views.xml',
        'views/support_activity_count_views.xml',
        'views/support_report_form_views.xml',
        'views/support_contract_views.xml',
        'views/support_report_views.xml',
        'views/support_reports_menus.xml',
    ],
    'assets': {
        'web.assets_backend': [
            'support_reports/static/src/report_sheet/**/*',
        ],
        'web.assets_tests': [
            'support_reports/static/tests/tours/**/*',
        ],
    },
}
