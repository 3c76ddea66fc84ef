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

function confirmOn(day) {
    return [
        {
            content: "Say when it happened",
            trigger: "#support_stage_date",
            run: `edit ${day} && press Enter`,
        },
        { trigger: ".o_support_stage_confirm", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ];
}

/**
 * A refusal that a manager can read: it names the council, the stage and what to do, and has
 * nothing of the program in it.
 */
function readRefusal(council, stage) {
    return [
        { trigger: ".o_support_stage_confirm", run: "click" },
        {
            trigger: `.modal:not(:has(.o_support_stage_date)):contains(${council}):contains(${stage})`,
            run({ anchor }) {
                const text = anchor.querySelector(".modal-body");
                const { height, left, right, width } = text.getBoundingClientRect();
                if (/RPC|Traceback|odoo\./.test(anchor.textContent)) {
                    throw new Error(`Not for a manager's eyes: ${anchor.textContent}`);
                }
                if (!height || !width || left < 0 || right > window.innerWidth) {
                    throw new Error("The message does not fit the screen");
                }
            },
        },
        { trigger: ".modal-footer button", run: "click" },
        { trigger: "body:not(:has(.modal))" },
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
        ...confirmOn("2024-03-28"),
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
        ...dropOn("Ready Council", "Preparation"),
        ...confirmOn("2025-06-01"),
        { trigger: `${column("Preparation")} ${card("Ready Council")}` },
        ...dropOn("Ready Council", "Study session"),
        ...confirmOn("2025-07-01"),
        { trigger: `${column("Study session")} ${card("Ready Council")}` },
    ],
});

registry.category("web_tour.tours").add("support_council_board_refused", {
    url: "/odoo/support-councils",
    steps: () => [
        ...dropOn("Seatless Council", "Council launched"),
        ...readRefusal("Seatless Council", "Council launched"),
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
        {
            trigger:
                ".modal:not(:has(.o_support_stage_date)):contains(Ready Council):contains(Study session)",
        },
        { trigger: ".modal-footer button", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Preparation)" },
    ],
});

function byMenu(council, stage) {
    return [
        {
            content: `Move ${council} to ${stage} by the menu of its card`,
            trigger: `${card(council)} .o_dropdown_kanban button`,
            run: "click",
        },
        { trigger: `.dropdown-item[data-stage-id]:contains(${stage})`, run: "click" },
        { trigger: ".o_support_stage_date #support_stage_date" },
    ];
}

const byMenuOn = (council, stage, day) => [
    ...byMenu(council, stage),
    ...confirmOn(day),
    { trigger: `${column(stage)} ${card(council)}` },
];

registry.category("web_tour.tours").add("support_council_board_phone", {
    url: "/odoo/support-councils",
    steps: () => [
        ...byMenuOn("Ready Council", "Preparation", "2024-03-28"),
        ...byMenuOn("Ready Council", "Council launched", "2024-04-01"),
        ...byMenuOn("Ready Council", "Preparation", "2025-06-01"),
        ...byMenuOn("Ready Council", "Study session", "2025-07-01"),
        ...byMenu("Seatless Council", "Council launched"),
        ...readRefusal("Seatless Council", "Council launched"),
        { trigger: `${column("Study session")} ${card("Seatless Council")}` },
    ],
});

// A phone shows the stages of the status bar behind one button.
const byStatusBar = (stage) => [
    { trigger: ".o_statusbar_status .dropdown-toggle:not(.d-none)", run: "click" },
    { trigger: `.o-dropdown-item:contains(${stage})`, run: "click" },
    { trigger: ".o_support_stage_date #support_stage_date" },
];

const byStatusBarOn = (stage, day) => [
    ...byStatusBar(stage),
    ...confirmOn(day),
    { trigger: `.o_statusbar_status .dropdown-toggle:contains(${stage})` },
];

registry.category("web_tour.tours").add("support_council_status_bar_phone", {
    url: "/odoo/support-councils",
    steps: () => [
        { trigger: card("Ready Council"), run: "click" },
        ...byStatusBarOn("Preparation", "2024-03-28"),
        ...byStatusBarOn("Council launched", "2024-04-01"),
        ...byStatusBarOn("Preparation", "2025-06-01"),
        ...byStatusBarOn("Study session", "2025-07-01"),
        { trigger: ".o_back_button", run: "click" },
        { trigger: card("Seatless Council"), run: "click" },
        ...byStatusBar("Council launched"),
        ...readRefusal("Seatless Council", "Council launched"),
        { trigger: ".o_statusbar_status .dropdown-toggle:contains(Study session)" },
    ],
});
