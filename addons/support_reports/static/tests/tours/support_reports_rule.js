import { registry } from "@web/core/registry";

const column = (label) =>
    `.o_field_widget[name='indicator_ids'] .o_data_row:has([name='label']:contains(${label})) [name='label']`;
const preview = ".modal .o_support_rule_preview";

// A manager opens two columns of the form, sees what the change does, and saves both.
registry.category("web_tour.tours").add("support_reports_rule", {
    steps: () => [
        { trigger: column("Rate"), run: "click" },
        {
            content: "A formula that is none says so before it is saved",
            trigger: ".modal .o_field_widget[name='formula'] input",
            run: "edit n1 +",
        },
        { trigger: ".modal .o_field_widget[name='label'] input", run: "click" },
        { trigger: `${preview} .alert:contains(n1 +)` },
        {
            content: "As typed on a Japanese keyboard",
            trigger: ".modal .o_field_widget[name='formula'] input",
            run: "edit （ｎ１×２）÷３",
        },
        { trigger: ".modal .o_field_widget[name='decimals'] input[data-value='1']", run: "click" },
        {
            content: "The running quarter, before and after",
            trigger: `${preview} h5:contains(令和9年1月～3月) + div .fw-bold td.table-warning:last-child:contains(1 → 0.7)`,
        },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: column("Visits"), run: "click" },
        { trigger: ".modal .o_field_widget[name='count_by'] input[data-value='participant']", run: "click" },
        { trigger: `${preview} h5:contains(令和9年1月～3月) + div .fw-bold td.table-warning:last-child:contains(1 → 2)` },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
