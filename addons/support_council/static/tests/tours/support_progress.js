import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("support_progress_page", {
    url: "/odoo/support-progress",
    steps: () => [
        {
            content: "A date of one's own, beside the ends of fiscal years",
            trigger: ".o_support_progress input",
            run: "edit 2021-06-30 && press Enter",
        },
        {
            content: "The number is a link to the councils behind it",
            trigger: "tr[data-date='2021-06-30'] a[data-stage]:not([data-stage=false])",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Ready Council)" },
    ],
});

registry.category("web_tour.tours").add("support_rhythm_board", {
    url: "/odoo/support-rhythm",
    steps: () => [
        {
            content: "Empty columns are shown too",
            trigger: ".o_kanban_group:nth-child(5)",
        },
        { trigger: ".o_kanban_group:nth-child(1) .o_kanban_record:contains(Ready Council)" },
        { trigger: ".o_kanban_group:nth-child(4) .o_kanban_record:contains(Seatless Council)" },
    ],
});
