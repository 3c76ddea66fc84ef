import { registry } from "@web/core/registry";

// 処理の状況: stopped in the list, continued and stopped again on its page, continued once more.
registry.category("web_tour.tours").add("support_job", {
    steps: () => [
        { trigger: ".o_data_row:contains(Long Work) button[name=action_cancel]", run: "click" },
        {
            trigger: ".o_data_row:contains(Long Work):not(:has(button[name=action_cancel])) [name=name]",
            run: "click",
        },
        { trigger: ".o_form_view button[name=action_retry]", run: "click" },
        { trigger: ".o_form_view button[name=action_cancel]", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: ".o_form_view button[name=action_retry]", run: "click" },
        { trigger: ".o_form_view:has(button[name=action_cancel]) [role=status]" },
    ],
});
