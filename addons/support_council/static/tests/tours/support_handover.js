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

registry.category("web_tour.tours").add("support_new_terms", {
    url: "/odoo/support-councils",
    steps: () => [
        { trigger: ".o_kanban_record:contains(Ready Council)", run: "click" },
        { trigger: ".o_statusbar_buttons button:eq(1)", run: "click" },
        ...typeDate("date_start", "2026-04-01"),
        ...[0, 1, 2].flatMap((number) => [
            {
                content: "The seat shows who holds it",
                trigger: `.modal .o_data_row:contains(Post ${number}):contains(Old ${number}) td[name=person_id]`,
                run: "click",
            },
            {
                trigger: ".modal .o_selected_row div[name=person_id] input",
                run: `edit New ${number}`,
            },
            { trigger: `.o-autocomplete--dropdown-item:contains(New ${number})`, run: "click" },
            { trigger: ".modal .o_selected_row div[name=change] input:checked" },
        ]),
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        ...rosterOf("2026-03-31", "Old"),
        ...rosterOf("2026-04-01", "New"),
    ],
});

// A date that has a value is a button until it has the focus.
const typeDate = (field, day) => [
    {
        trigger: `.modal div[name=${field}] input, .modal div[name=${field}] button`,
        run: ({ anchor }) => anchor.focus(),
    },
    { trigger: `.modal div[name=${field}] input`, run: `edit ${day} && press Enter` },
];

function rosterOf(day, name) {
    const rows = [0, 1, 2].map((number) => `:has(td:contains(${name} ${number}))`).join("");
    return [
        { trigger: ".o_statusbar_buttons button:eq(0)", run: "click" },
        ...typeDate("date", day),
        { trigger: `.modal div[name=preview] table${rows}` },
        { trigger: ".modal-header .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ];
}
