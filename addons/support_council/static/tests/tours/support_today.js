import { registry } from "@web/core/registry";

// Nothing may stick out of the screen of a phone, nothing may be too small for a thumb or to read.
function checkPhone() {
    const page = document.querySelector(".o_support_today_page");
    if (page.scrollWidth > page.clientWidth) {
        throw new Error(`The page is ${page.scrollWidth} px wide, the screen ${page.clientWidth}`);
    }
    for (const button of page.querySelectorAll("button")) {
        const { height } = button.getBoundingClientRect();
        const size = parseFloat(getComputedStyle(button).fontSize);
        if (height < 44 || size < 16) {
            throw new Error(`${button.textContent.trim()}: ${height} px high, text ${size} px`);
        }
    }
}

registry.category("web_tour.tours").add("support_today", {
    steps: () => [
        { content: "A coordinator lands here", trigger: ".o_support_today_page", run: checkPhone },
        { trigger: ".o_today_plans .o_support_today_empty" },
        { trigger: ".o_today_actions .o_today_done", run: "click" },
        { trigger: ".o_today_actions .o_support_today_empty" },
        { trigger: ".o_today_plan", run: "click" },
        { trigger: ".modal .o_field_widget[name=kind_id] input", run: "click" },
        { trigger: ".o_kanban_record:contains(Visit)", run: "click" },
        { trigger: ".modal .o_field_widget[name=name] input", run: "edit Salon in the north" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "Saved, and back on the page",
            trigger: "body:not(:has(.modal)) .o_support_today_page",
            run: checkPhone,
        },
    ],
});

registry.category("web_tour.tours").add("support_today_provisional", {
    steps: () => [
        {
            trigger: ".o_today_provisional .o_support_today_open:contains(Half written)",
            run: "click",
        },
        {
            trigger: ".support-stepper:contains(Visit) .support-stepper-more",
            run: "click",
        },
        { trigger: ".o_field_widget[name=my_minutes] input", run: "edit 40" },
        { trigger: "button.btn-primary[name=action_complete]", run: "click" },
        { trigger: ".o_form_view:not(:has(button[name=action_complete]))" },
        { trigger: ".o_back_button", run: "click" },
        {
            content: "Nothing waits any more",
            trigger: ".o_today_provisional .o_support_today_empty",
            run: checkPhone,
        },
    ],
});
