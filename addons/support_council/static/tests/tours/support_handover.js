import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("support_handover", {
    url: "/odoo/support-coordinators",
    steps: () => [
        { trigger: ".o_data_row:contains(Coordinator A) .o_data_cell", run: "click" },
        { trigger: "button[name=action_hand_over]", run: "click" },
        {
            trigger: "div[name=successor_person_id] input",
            run: "edit Coordinator B",
        },
        { trigger: ".ui-menu-item > a:contains(Coordinator B)", run: "click" },
        { trigger: "div[name=date] input, div[name=date] button", run: "click" },
        { trigger: "div[name=date] input", run: "edit 2030-04-01 && press Enter" },
        { trigger: "button[name=action_start]", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        {
            content: "Three promises stand on the list",
            trigger: "div[name=line_ids]:has(.o_data_row:contains(Promise 0)):has(.o_data_row:contains(Promise 1)):has(.o_data_row:contains(Promise 2))",
        },
    ],
});
