import { registry } from "@web/core/registry";

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
