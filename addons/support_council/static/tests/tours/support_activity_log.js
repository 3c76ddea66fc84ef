import { registry } from "@web/core/registry";

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
        {
            trigger: ".o_field_widget[name=count_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        { trigger: ".o_field_widget[name=count_ids] [name=kind_id] input", run: "edit Consultation" },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Consultation)",
            run: "click",
        },
        { trigger: ".o_field_widget[name=count_ids] [name=quantity] input", run: "edit 3" },
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
        { trigger: ".o_field_widget[name=count_ids] .o_data_row" },
        { trigger: ".o_field_widget[name=participant_ids] .o_data_row:contains(Coordinator A)" },
    ],
});
