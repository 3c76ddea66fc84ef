# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""P10: the commission report as PDF from its dict, against WeasyPrint on the same HTML.

The report is the one of P1.
"""

TITLE = 'P10 report as PDF'
SIZES = {'tiny': 1, 'small': 1, 'full': 1}
FACTOR = 1.2


def fill(_env, _number):
    """Nothing: the report of P1 is printed."""


def contenders(env, _number):
    import weasyprint

    report = env['support.report'].search(
        [('contract_id.name', '=', 'ベンチ'), ('scope', '=', 'city')]
    )
    data = env['support.report.builder'].build(report, check=False)
    paper = env['support.report.pdf']
    html = paper.render_html(data)

    def plain():
        weasyprint.HTML(string=html).write_pdf()

    def ours():
        paper.render(data)

    return {'WeasyPrint on the same HTML': plain, 'our PDF': ours}


def goal(spent, yardstick, _number):
    return f'{FACTOR}x', spent <= FACTOR * yardstick
