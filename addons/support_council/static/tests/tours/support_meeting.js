import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

const openMeeting = (name) => [
    { trigger: `.o_data_row:contains(${name}) .o_data_cell[name=name]`, run: "click" },
];

const giveReason = (reason) => [
    { trigger: ".modal .o_field_widget[name=reason] textarea", run: `edit ${reason}` },
    { trigger: ".modal button[name=action_apply]", run: "click" },
];

const answer = (name, button) => `.o_kanban_record:contains(${name}) button[name=${button}]`;

// On a phone: the form, the cards with the answers, one tap each.
registry.category("web_tour.tours").add("support_meeting_answers_phone", {
    url: "/odoo/support-meetings",
    steps: () => [
        { trigger: ".o_kanban_record:contains(Spring Meeting)", run: "click" },
        {
            content: "What comes next is the first button",
            trigger: ".o_form_view button.btn-primary[name=action_open_answers]",
            run: "click",
        },
        { trigger: answer("Kimura", "action_answer_present"), run: "click" },
        { trigger: `${answer("Kimura", "action_answer_present")}.btn-primary` },
        { trigger: answer("Ueda", "action_answer_absent"), run: "click" },
        { trigger: `${answer("Ueda", "action_answer_absent")}.btn-primary` },
    ],
});

// The whole way of a joint meeting on one form.
registry.category("web_tour.tours").add("support_meeting_life", {
    url: "/odoo/support-meetings",
    steps: () => [
        { trigger: ".o_data_row:contains(Spring Meeting) .o_data_cell[name=name]", run: "click" },
        { trigger: ".o_form_view button.btn-primary[name=action_hold]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=held]" },
        { trigger: ".nav-link[name=agenda]", run: "click" },
        { trigger: "button[name=action_discuss_all]", run: "click" },
        { trigger: ".o_field_widget[name=agenda_ids] [name=is_discussed] input:checked" },
        { trigger: ".nav-link[name=minutes]", run: "click" },
        {
            trigger: ".o_field_widget[name=discussed] .odoo-editor-editable",
            run: "editor One bus a day",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { trigger: "button.btn-primary[name=action_draft_minutes]", run: "click" },
        { trigger: "button.btn-primary[name=action_confirm]", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=confirmed]" },
        { trigger: "button[name=action_reopen]", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit Two buses" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=drafted]" },
        { trigger: "button.btn-primary[name=action_confirm]", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=confirmed]" },
        { trigger: "button.btn-primary[name=action_next_meeting]", run: "click" },
        {
            content: "The next meeting opens, planned",
            trigger: ".o_arrow_button_current[data-value=planned]",
        },
    ],
});

const confirmMinutes = [
    { trigger: "button.btn-primary[name=action_confirm]", run: "click" },
    { trigger: ".modal-footer .btn-primary", run: "click" },
    {
        content: "Confirmed, so the next one is due",
        trigger: "button.btn-primary[name=action_next_meeting]",
    },
];

// The same on a phone: one button for what comes next, the others behind the dots.
registry.category("web_tour.tours").add("support_meeting_life_phone", {
    url: "/odoo/support-meetings",
    steps: () => [
        { trigger: ".o_kanban_record:contains(Spring Meeting)", run: "click" },
        { trigger: ".o_form_view button.btn-primary[name=action_hold]", run: "click" },
        { trigger: "button.btn-primary[name=action_draft_minutes]" },
        { trigger: ".nav-link[name=minutes]", run: "click" },
        {
            trigger: ".o_field_widget[name=discussed] .odoo-editor-editable",
            run: "editor One bus a day",
        },
        {
            trigger: "button.btn-primary[name=action_draft_minutes]",
            run: ({ anchor }) => {
                if (document.documentElement.scrollWidth > window.innerWidth) {
                    throw new Error("the form is wider than the phone");
                }
                anchor.click();
            },
        },
        ...confirmMinutes,
        { trigger: ".o_statusbar_buttons .oi-ellipsis-v", run: "click" },
        { trigger: ".o-dropdown-item-unstyled-button button[name=action_reopen]", run: "click" },
        ...giveReason("Two buses"),
        ...confirmMinutes,
    ],
});

registry.category("web_tour.tours").add("support_meeting_cancelled", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openMeeting("Spring Meeting"),
        { trigger: "button[name=action_cancel]", run: "click" },
        ...giveReason("Storm"),
        { trigger: ".o_arrow_button_current[data-value=cancelled]" },
        { trigger: ".o_field_widget[name=cancel_reason]:contains(Storm)" },
        { trigger: ".o_form_view:not(:has(button[name=action_hold]))" },
    ],
});

registry.category("web_tour.tours").add("support_meeting_postponed", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openMeeting("Spring Meeting"),
        { trigger: "button[name=action_postpone]", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Storm" },
        { trigger: ".modal div[name=date] input", run: "edit 2040-04-04 && press Enter" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        {
            content: "The new meeting opens and names the old one",
            trigger: ".o_field_widget[name=postponed_from_id]:contains(Spring Meeting)",
        },
        { trigger: ".o_arrow_button_current[data-value=planned]" },
        { trigger: ".o_field_widget[name=agenda_ids] .o_data_row:contains(Transport)" },
    ],
});

registry.category("web_tour.tours").add("support_meeting_written", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openMeeting("Spring Meeting"),
        { trigger: ".o_form_view:not(:has(.o_field_widget[name=start]))" },
        { trigger: ".oe_stat_button[name=action_open_answers]", run: "click" },
        {
            content: "Nobody attends in writing",
            trigger: ".o_data_row:contains(Kimura):not(:has([name=action_answer_absent]))",
        },
        {
            trigger: ".o_data_row:contains(Kimura) button[name=action_answer_present]",
            run: "click",
        },
        { trigger: ".o_data_row:contains(Kimura) button[name=action_answer_undo]" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: "button.btn-primary[name=action_hold]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=held]" },
        { trigger: ".nav-link[name=attendance]", run: "click" },
        { trigger: ".o_field_widget[name=attendance_ids] .o_data_row.text-muted:contains(Ueda)" },
        {
            trigger:
                ".o_field_widget[name=attendance_ids] .o_data_row:not(.text-muted):contains(Kimura)",
        },
    ],
});

// What was not reached and what somebody has to do stand on the form of the next meeting.
registry.category("web_tour.tours").add("support_meeting_homework", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openMeeting("Spring Meeting"),
        { trigger: ".nav-link[name=homework]", run: "click" },
        {
            trigger: ".o_field_widget[name=action_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        { trigger: ".o_selected_row [name=name] input", run: "edit Ask the bus company" },
        { trigger: "button[name=action_next_meeting]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=planned]" },
        { trigger: ".o_field_widget[name=agenda_ids] .o_data_row .text-info:contains(Salon)" },
        {
            content: "What was discussed does not come again",
            trigger: ".o_field_widget[name=agenda_ids]:not(:contains(Transport))",
        },
        { trigger: ".nav-link[name=homework]", run: "click" },
        {
            trigger:
                ".o_field_widget[name=homework_ids] .o_data_row:contains(Ask the bus company) button[name=action_done]",
            run: "click",
        },
        {
            content: "Done, and still seen there",
            trigger:
                ".o_field_widget[name=homework_ids] .o_data_row.text-muted:contains(Ask the bus company)",
        },
    ],
});

const readBundle = {
    content: "The file is read here instead of in a window of its own",
    trigger: "button.btn-lg[name=action_paper]",
    async run({ anchor }) {
        const { open } = browser;
        const url = await new Promise((resolve) => {
            browser.open = (address) => {
                resolve(address);
                return window;
            };
            anchor.click();
        });
        browser.open = open;
        const answer = await fetch(url);
        const type = answer.headers.get("Content-Type");
        const start = new TextDecoder().decode((await answer.arrayBuffer()).slice(0, 5));
        const isPdf = type === "application/pdf" && start === "%PDF-";
        if (!url.endsWith("/bundle.pdf") || !isPdf) {
            throw new Error(`${url} gives ${answer.status}, ${type}, ${start}`);
        }
    },
};

registry.category("web_tour.tours").add("support_meeting_papers", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openMeeting("Spring Meeting"),
        { trigger: ".nav-link[name=papers]", run: "click" },
        readBundle,
    ],
});

// ---- The same by touch: cards instead of rows, all but what comes next behind the dots. ----

const openCard = (name) => [{ trigger: `.o_kanban_record:contains(${name})`, run: "click" }];

const behindDots = (button) => [
    { trigger: ".o_statusbar_buttons .oi-ellipsis-v", run: "click" },
    { trigger: `.o-dropdown-item-unstyled-button button[name=${button}]`, run: "click" },
];

// The state of a meeting is known by the one button that stands for what comes next.
const due = (button) => ({ trigger: `.o_statusbar_buttons button[name=${button}]` });

const fitsThePhone = (trigger) => ({
    trigger,
    run() {
        if (document.documentElement.scrollWidth > window.innerWidth) {
            throw new Error(`${trigger}: the page is wider than the phone`);
        }
    },
});

registry.category("web_tour.tours").add("support_meeting_cancelled_phone", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openCard("Spring Meeting"),
        ...behindDots("action_cancel"),
        fitsThePhone(".modal .o_field_widget[name=reason]"),
        ...giveReason("Storm"),
        { trigger: ".o_field_widget[name=cancel_reason]:contains(Storm)" },
        { ...due("action_reinstate"), run: "click" },
        due("action_invite"),
    ],
});

registry.category("web_tour.tours").add("support_meeting_postponed_phone", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openCard("Spring Meeting"),
        ...behindDots("action_postpone"),
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Storm" },
        { trigger: ".modal div[name=date] input", run: "edit 2040-04-04 && press Enter" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".o_field_widget[name=postponed_from_id]:contains(Spring Meeting)" },
        due("action_invite"),
        fitsThePhone(".o_field_widget[name=agenda_ids] .o_kanban_record:contains(Transport)"),
    ],
});

registry.category("web_tour.tours").add("support_meeting_written_phone", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openCard("Spring Meeting"),
        { trigger: ".o_form_view:not(:has(.o_field_widget[name=start]))" },
        { trigger: ".o_control_panel .o_button_more", run: "click" },
        { trigger: ".oe_stat_button[name=action_open_answers]", run: "click" },
        {
            content: "Nobody attends in writing",
            trigger: ".o_kanban_record:contains(Kimura):not(:has([name=action_answer_absent]))",
        },
        { trigger: answer("Kimura", "action_answer_present"), run: "click" },
        fitsThePhone(`${answer("Kimura", "action_answer_present")}.btn-primary`),
        { trigger: ".o_back_button", run: "click" },
        { trigger: "button.btn-primary[name=action_hold]", run: "click" },
        due("action_draft_minutes"),
        { trigger: ".nav-link[name=attendance]", run: "click" },
        { trigger: ".o_field_widget[name=attendance_ids] .o_kanban_record:contains(Ueda)" },
    ],
});

registry.category("web_tour.tours").add("support_meeting_papers_phone", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openCard("Spring Meeting"),
        { trigger: ".nav-link[name=papers]", run: "click" },
        fitsThePhone("button.btn-lg[name=action_paper]"),
        readBundle,
    ],
});

registry.category("web_tour.tours").add("support_meeting_homework_phone", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openCard("Spring Meeting"),
        { trigger: ".nav-link[name=homework]", run: "click" },
        {
            trigger: ".o_field_widget[name=action_ids] .o-kanban-button-new",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=name] input", run: "edit Ask the bus company" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        {
            trigger:
                ".o_field_widget[name=action_ids] .o_kanban_record:contains(Ask the bus company)",
        },
        ...behindDots("action_next_meeting"),
        due("action_invite"),
        { trigger: ".o_field_widget[name=agenda_ids] .o_kanban_record:contains(Salon)" },
        { trigger: ".o_field_widget[name=agenda_ids]:not(:contains(Transport))" },
        { trigger: ".nav-link[name=homework]", run: "click" },
        {
            trigger: ".o_field_widget[name=homework_ids] .o_kanban_record button[name=action_done]",
            run: "click",
        },
        fitsThePhone(
            ".o_field_widget[name=homework_ids] .o_kanban_record:not(:has(button)):contains(Ask the bus company)"
        ),
    ],
});

const row = (name) => `.o_data_row:contains(${name})`;

// At a desk, with the telephone: a line for each seat, one click each.
registry.category("web_tour.tours").add("support_meeting_answers", {
    url: "/odoo/support-meetings",
    steps: () => [
        ...openMeeting("Spring Meeting"),
        { trigger: "button.btn-primary[name=action_open_answers]", run: "click" },
        { trigger: `${row("Kimura")} button[name=action_answer_present]`, run: "click" },
        { trigger: `${row("Kimura")}:not(:has(button[name=action_answer_present]))` },
        { trigger: `${row("Ueda")} button[name=action_answer_absent]`, run: "click" },
        { trigger: `${row("Ueda")} button[name=action_answer_undo]`, run: "click" },
        { trigger: `${row("Ueda")}:not(:has(button[name=action_answer_undo]))` },
        { trigger: `${row("Mori")} button[name=action_answer_proxy]`, run: "click" },
        { trigger: `${row("Mori")}:not(:has(button[name=action_answer_proxy]))` },
        { trigger: `${row("Mori")} .o_data_cell[name=proxy_name]`, run: "click" },
        { trigger: ".o_selected_row [name=proxy_name] input", run: "edit Ono" },
        { trigger: ".o_list_button_save", run: "click" },
        { trigger: `${row("Mori")}:not(.o_selected_row):contains(Ono)` },
    ],
});
