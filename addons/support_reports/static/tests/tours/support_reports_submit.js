import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("support_reports_submit", {
    steps: () => [
        {
            content: "the missing text stands in the check list",
            trigger: ".o_support_missing_block:contains(【取組状況】)",
        },
        {
            content: "a figure opens its records",
            trigger: ".o_support_report_table tr[data-month='202610'] td:first .o_support_figure",
            run: "click",
        },
        {
            content: "the card says the rule; its records are one click away",
            trigger: ".o_support_figure_card",
        },
        {
            trigger: ".modal .o_support_open_records",
            run: "click",
        },
        {
            content: "one row is behind it",
            trigger: ".o_list_view .o_data_row",
        },
        {
            trigger: ".o_back_button a",
            run: "click",
        },
        {
            content: "correct the number",
            trigger:
                ".o_support_report_table tr[data-month='202610'] td:first .o_support_correct",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='corrected'] input",
            run: "edit 5",
        },
        {
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: "edit late paper log",
        },
        {
            trigger: ".modal button[name='action_apply']",
            run: "click",
        },
        {
            content: "the corrected number is printed",
            trigger: ".o_support_report_table tr[data-month='202610'] td:first .o_support_figure:contains(5回)",
        },
        {
            trigger: "a.nav-link[name='texts']",
            run: "click",
        },
        {
            content: "write the missing text",
            trigger: ".o_support_report_texts textarea:first",
            run: "edit 空き家を活用した。",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "nothing is missing any more",
            trigger: ".o_form_view:not(:has(.o_support_missing_block))",
        },
        {
            trigger: "button[name='action_submit']",
            run: "click",
        },
        {
            trigger: ".modal button.o_support_report_submit",
            run: "click",
        },
        {
            content: "the report is submitted and its files are there",
            trigger: "a.nav-link[name='files']",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='file_ids'] .o_data_row:contains(.xlsx)",
        },
    ],
});
