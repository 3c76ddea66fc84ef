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

// The steps of a council from the oldest on, each with its date as known, under its year.
registry.category("web_tour.tours").add("support_timeline", {
    url: "/odoo/support-councils",
    steps: () => [
        { trigger: ".o_kanban_record:contains(Ready Council)", run: "click" },
        { trigger: ".o_notebook .nav-link[name=history]", run: "click" },
        {
            trigger: ".o_support_timeline",
            run({ anchor }) {
                const dates = [...anchor.querySelectorAll(".o_support_timeline_date")];
                const labels = dates.map((date) => date.textContent.trim()).join(" ");
                if (labels !== "平成28年1月 平成28年5月1日 令和2年5月1日") {
                    throw new Error(`Not the dates as known, oldest first: ${labels}`);
                }
                if (anchor.querySelectorAll(".o_support_timeline_year").length !== 3) {
                    throw new Error("A heading for each fiscal year is missing");
                }
                const { left, right } = anchor.getBoundingClientRect();
                if (left < 0 || right > window.innerWidth) {
                    throw new Error("The timeline does not fit the screen");
                }
            },
        },
        { trigger: ".o_support_timeline_stage:contains(Study session)" },
        { trigger: "li:not(.o_support_timeline_stage):contains(Called “Ready”)" },
    ],
});
