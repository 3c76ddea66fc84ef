import { registry } from "@web/core/registry";

// The tests give the stages these names in the user's language, so the tours run in any.
const column = (name) => `.o_kanban_group:has(.o_column_title:contains(${name}))`;
const card = (name) => `.o_kanban_record:contains(${name})`;

function dropOn(council, stage) {
    return [
        {
            content: `Drop ${council} on ${stage}`,
            // A card that is still being saved cannot be dragged.
            trigger: `.o_draggable${card(council)}`,
            run: `drag_and_drop(${column(stage)})`,
        },
        { trigger: ".o_support_stage_date #support_stage_date" },
    ];
}

registry.category("web_tour.tours").add("support_council_board_drag", {
    url: "/odoo/support-councils",
    steps: () => [
        { trigger: `${column("Study session")} ${card("Ready Council")}` },
        ...dropOn("Ready Council", "Preparation"),
        {
            content: "Think better of it",
            trigger: ".modal-footer .btn-secondary",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "The card is back in its column",
            trigger: `${column("Study session")} ${card("Ready Council")}`,
        },
        ...dropOn("Ready Council", "Preparation"),
        {
            content: "Say when it happened",
            trigger: "#support_stage_date",
            run: "edit 2024-03-28 && press Enter",
        },
        { trigger: ".o_support_stage_confirm", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: `${column("Preparation")} ${card("Ready Council")}` },
        ...dropOn("Ready Council", "Council launched"),
        {
            content: "Only the fiscal year is known",
            trigger: ".modal [data-precision=fiscal_year]",
            run: "click",
        },
        { trigger: "select#support_stage_date", run: "select 2024" },
        { trigger: ".o_support_stage_confirm", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: `${column("Council launched")} ${card("Ready Council")}` },
    ],
});

registry.category("web_tour.tours").add("support_council_board_refused", {
    url: "/odoo/support-councils",
    steps: () => [
        ...dropOn("Seatless Council", "Council launched"),
        { trigger: ".o_support_stage_confirm", run: "click" },
        {
            content: "The message speaks of the council and the stage, not of the program",
            trigger: ".modal:contains(Seatless Council):contains(Council launched):not(:contains(RPC))",
        },
        { trigger: ".modal-footer button", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "The card is back in its column",
            trigger: `${column("Study session")} ${card("Seatless Council")}`,
        },
        { trigger: `${column("Council launched")}:not(:has(${card("Seatless Council")}))` },
    ],
});

registry.category("web_tour.tours").add("support_council_status_bar", {
    url: "/odoo/support-councils",
    steps: () => [
        { trigger: card("Ready Council"), run: "click" },
        { trigger: ".o_arrow_button:contains(Preparation)", run: "click" },
        { trigger: "#support_stage_date", run: "edit 2024-03-28 && press Enter" },
        { trigger: ".o_support_stage_confirm", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Preparation)" },
        {
            content: "Refused on the form as on the board",
            trigger: ".o_arrow_button:contains(Study session)",
            run: "click",
        },
        { trigger: "#support_stage_date", run: "edit 2024-03-01 && press Enter" },
        { trigger: ".o_support_stage_confirm", run: "click" },
        { trigger: ".modal:contains(Ready Council):contains(Study session)" },
        { trigger: ".modal-footer button", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Preparation)" },
    ],
});

registry.category("web_tour.tours").add("support_council_board_phone", {
    url: "/odoo/support-councils",
    steps: () => [
        { trigger: `${card("Ready Council")} .o_dropdown_kanban button`, run: "click" },
        { trigger: ".dropdown-item[data-stage-id]:contains(Preparation)", run: "click" },
        { trigger: ".o_support_stage_confirm", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: `${column("Preparation")} ${card("Ready Council")}` },
    ],
});
