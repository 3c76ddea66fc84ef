import { registry } from "@web/core/registry";
import { session } from "@web/session";

function stepper(label, part) {
    return `.support-stepper:contains(${label}) .support-stepper-${part}`;
}

registry.category("web_tour.tours").add("support_activity_log_create", {
    url: "/odoo/support-activity-log",
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "The coordinator's own area is filled in",
            trigger: ".o_field_widget[name=area_id] input:value(North)",
        },
        { trigger: ".o_field_widget[name=counterpart] input", run: "edit Salon organiser" },
        { trigger: ".o_field_widget[name=event_name] input", run: "edit Visit to the salon" },
        { trigger: stepper("Consultation", "number"), run: "edit 3" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { trigger: ".o_back_button", run: "click" },
        {
            trigger:
                ".o_data_row:contains(Visit to the salon):contains(Consultation 3):contains(Coordinator A)",
        },
    ],
});

registry.category("web_tour.tours").add("support_meeting_held", {
    url: "/odoo/support-meetings",
    steps: () => [
        { trigger: ".o_data_row:contains(Spring Meeting) .o_data_cell[name=name]", run: "click" },
        {
            content: "Nothing is logged before the meeting was held",
            trigger: ".o_form_view:not(:has(button[name=action_open_entry]))",
        },
        { trigger: "button[name=action_hold]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=held]" },
        { trigger: "button[name=action_open_entry]", run: "click" },
        { trigger: ".o_form_view .alert [name=meeting_id]:contains(Spring Meeting)" },
        { trigger: ".support-stepper-counted" },
        { trigger: ".o_field_widget[name=participant_ids] .o_data_row:contains(Coordinator A)" },
    ],
});

// Each step with "run" is one tap, or one word typed: at most twelve from the list to the entry.
registry.category("web_tour.tours").add("support_activity_log_phone", {
    url: "/odoo/support-activity-log",
    steps: () => [
        { trigger: ".o_control_panel .o-kanban-button-new, .o_list_button_add", run: "click" },
        {
            content: "Day, area and commission are filled in and folded away",
            trigger: ".support-log-form:not(:has(.support-log-folded:visible))",
        },
        { trigger: ".o_field_widget[name=event_name] input", run: "edit Visit in a doorway" },
        { trigger: ".o_field_widget[name=counterpart] input", run: "edit Salon organiser" },
        { trigger: stepper("Visit", "more"), run: "click" },
        {
            content: "Two quick taps are two, though nothing was drawn between them",
            trigger: stepper("Consultation", "more"),
            run() {
                this.anchor.click();
                this.anchor.click();
            },
        },
        { trigger: ".o_field_widget[name=my_minutes] input", run: "edit 40" },
        {
            content: "Fingers hit it, and the text can be read",
            trigger: stepper("Visit", "more"),
            run: ({ anchor }) => {
                const { width, height } = anchor.getBoundingClientRect();
                if (width < 44 || height < 44) {
                    throw new Error(`the ＋ has only ${width} × ${height} px`);
                }
                if (parseFloat(getComputedStyle(anchor.closest(".support-stepper")).fontSize) < 16) {
                    throw new Error("the text is smaller than 16 px");
                }
                const top = (name) =>
                    document.querySelector(`[name=${name}]`).getBoundingClientRect().top;
                if (!(top("event_name") < top("counterpart") && top("counterpart") < top("my_minutes"))) {
                    throw new Error("what is needed in a doorway does not stand first");
                }
                if (document.documentElement.scrollWidth > window.innerWidth) {
                    throw new Error("the form is wider than the phone");
                }
            },
        },
        { trigger: ".support-log-save-now", run: "click" },
        { trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_status_indicator_buttons:not(.invisible)))" },
        { trigger: ".support-log-fold", run: "click" },
        { trigger: ".o_field_widget[name=area_id] input:visible:value(North)" },
    ],
});

registry.category("web_tour.tours").add("support_activity_put_aside", {
    url: "/odoo/support-activity-log",
    steps: () => [
        { trigger: ".o_control_panel .o-kanban-button-new, .o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=counterpart] input", run: "edit Chairwoman" },
        { trigger: ".support-log-put-aside", run: "click" },
        { trigger: ".o_field_widget[name=event_name] input:value(Chairwoman)" },
        { trigger: "button[name=action_complete]:visible, .o_cp_action_menus, .o_statusbar_buttons" },
    ],
});

registry.category("web_tour.tours").add("support_activity_join", {
    url: "/odoo/support-activity-log",
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=counterpart] input", run: "edit サロン" },
        { trigger: ".o_field_widget[name=event_name] input", run: "edit Same salon" },
        { trigger: ".o_field_widget[name=my_minutes] input", run: "edit 25" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".modal:contains(Salon of B) .support-twin-join", run: "click" },
        { trigger: ".o_field_widget[name=event_name] input:value(Salon of B)" },
        { trigger: ".o_field_widget[name=participant_ids] .o_data_row:contains(Coordinator A)" },
    ],
});

function inDraft(words) {
    return Object.keys(localStorage).some(
        (key) => key.startsWith("support_council.draft/") && localStorage[key].includes(words)
    );
}

registry.category("web_tour.tours").add("support_activity_draft", {
    url: "/odoo/support-activity-log",
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=event_name] input", run: "edit Typed before the tunnel" },
        { trigger: stepper("Consultation", "more"), run: "click" },
        {
            content: "The connection is lost",
            trigger: ".support-stepper-counted",
            run() {
                // For the log alone: of other calls of the web client nobody here waits for one.
                const { open, send } = XMLHttpRequest.prototype;
                Object.assign(XMLHttpRequest.prototype, {
                    open(method, url, ...others) {
                        this.isCut = url.includes("/support.activity/");
                        return open.call(this, method, url, ...others);
                    },
                    send(body) {
                        if (this.isCut) {
                            setTimeout(() => this.dispatchEvent(new Event("error")), 10);
                        } else {
                            send.call(this, body);
                        }
                    },
                });
            },
        },
        { trigger: stepper("Visit", "more"), run: "click" },
        { trigger: ".support-stepper-counted:contains(Visit)" },
        { trigger: ".o_field_widget[name=counterpart] input", run: "edit Somebody met" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_notification:has(.bg-danger)" },
        {
            trigger: ".o_field_widget[name=counterpart] input:value(Somebody met)",
            async run() {
                while (!inDraft("Somebody met")) {
                    await new Promise((resolve) => setTimeout(resolve, 50));
                }
                window.location.reload();
            },
            expectUnloadPage: true,
        },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: ".o_field_widget[name=counterpart] input:value(Somebody met)" },
        { trigger: ".o_field_widget[name=event_name] input:value(Typed before the tunnel)" },
        { trigger: ".support-stepper-counted:contains(Visit)" },
        { trigger: ".support-stepper-counted:contains(Consultation)" },
        { trigger: ".o_form_button_save", run: "click" },
        {
            trigger: ".o_form_saved",
            run() {
                if (inDraft("Somebody met")) {
                    throw new Error("the draft is kept although the entry is saved");
                }
            },
        },
    ],
});

// On a phone that two people share.
registry.category("web_tour.tours").add("support_activity_draft_log_out", {
    url: "/odoo/support-activity-log",
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run() {
                const key = `support_council.draft/${session.db}/999999/support.activity/new`;
                localStorage[key] = JSON.stringify({ at: Date.now(), words: "Words of another" });
                window.location.reload();
            },
            expectUnloadPage: true,
        },
        {
            trigger: ".o_list_button_add",
            run({ anchor }) {
                if (inDraft("Words of another")) {
                    throw new Error("the draft of another user is kept");
                }
                anchor.click();
            },
        },
        { trigger: ".o_field_widget[name=event_name] input", run: "edit For my eyes only" },
        {
            trigger: ".o_user_menu button",
            async run({ anchor }) {
                while (!inDraft("For my eyes only")) {
                    await new Promise((resolve) => setTimeout(resolve, 50));
                }
                anchor.click();
            },
        },
        { trigger: ".o-dropdown--menu [data-menu=logout]", run: "click", expectUnloadPage: true },
        {
            trigger: ".oe_login_form",
            run() {
                if (inDraft("For my eyes only")) {
                    throw new Error("the draft is kept although its user has left");
                }
            },
        },
    ],
});

registry.category("web_tour.tours").add("support_phone_memo", {
    url: "/odoo/support-activity-log",
    steps: () => [
        { trigger: ".o_control_panel .support-phone-memo", run: "click" },
        ...["Caller one", "Caller two", "Caller three"].flatMap((caller) => [
            { trigger: ".modal .o_field_x2many_list_row_add a", run: "click" },
            {
                trigger: ".modal .o_selected_row [name=counterpart] input",
                run: `edit ${caller}`,
            },
        ]),
        { trigger: ".modal button[name=action_save]", run: "click" },
        { trigger: ".o_data_row:contains(Caller three)" },
        { trigger: ".o_data_row:contains(Caller one)" },
    ],
});
