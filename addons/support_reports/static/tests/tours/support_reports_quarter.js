import { registry } from "@web/core/registry";

/**
 * The quarter end by hand. The test runs these one after the other, each as the person whose
 * turn it is; a branch works on a phone as well.
 */
const cell = (month) =>
    `.o_support_report_table:visible tr[data-month='${month}'] td:first, ` +
    `.o_support_report_table_narrow:visible tbody tr:first td[data-month='${month}']`;

const inCell = (month, selector) =>
    cell(month)
        .split(", ")
        .map((one) => `${one} ${selector}`)
        .join(", ");

const click = (trigger) => ({ trigger, run: "click" });

const openPage = (name) => click(`a.nav-link[name='${name}']`);

const fitsTheScreen = {
    content: "nothing stands beyond the edge of a phone",
    trigger: ".o_form_view .o_form_sheet",
    run: () => {
        if (document.documentElement.scrollWidth > window.innerWidth) {
            throw new Error("the report is wider than the screen");
        }
    },
};

// Drawing the papers takes its time.
const filesAreThere = { ...openPage("files"), timeout: 60_000 };

// On a phone the card behind the number leads there.
const correctNumber = (month) => [
    click(inCell(month, ".o_support_figure")),
    click(".modal .o_support_card_correct"),
];

const giveReason = (reason) => [
    { trigger: ".modal .o_field_widget[name='reason'] textarea", run: `edit ${reason}` },
    click(".modal button[name='action_apply']"),
    { trigger: "body:not(:has(.modal))" },
];

const add = (name, steps) =>
    registry.category("web_tour.tours").add(name, { steps: () => steps });

// The branch hands its sheet in.
add("support_reports_quarter_hand_in", [
    {
        content: "the check list says which text is missing and who writes it",
        trigger: ".o_support_missing_block[data-code='text']:contains(sr_branch)",
    },
    fitsTheScreen,
    click(".o_support_missing_block button"),
    {
        content: "the button leads to the text",
        trigger: ".o_support_report_texts textarea:first",
        run: "edit 空き家を活用した。",
    },
    click(".o_form_button_save"),
    { trigger: ".o_form_view:not(:has(.o_support_missing_block))" },
    click("button[name='action_review']"),
    {
        content: "in review nothing can be written any more",
        trigger: ".o_support_report_texts:not(:has(textarea)):contains(空き家を活用した。)",
    },
]);

// The head office looks through the sheets and returns one, saying at which number.
add("support_reports_quarter_return", [
    openPage("sheets"),
    {
        content: "all six are there",
        trigger: ".o_field_widget[name='child_ids']:has(.o_data_row:eq(5))",
    },
    click(".o_field_widget[name='child_ids'] .o_data_row:contains(North) .o_data_cell:first"),
    click(inCell(202610, ".o_support_remark")),
    {
        trigger: ".modal .o_field_widget[name='text'] textarea",
        run: "edit Is the visit of 20 October in it?",
    },
    click(".modal button[special='save']"),
    { trigger: inCell(202610, ".o_support_remark_text:contains(20 October)") },
    click("button[name='action_return']"),
    ...giveReason("See the remark on October"),
    { trigger: ".o_form_view .alert:contains(See the remark on October)" },
    click(".o_back_button a"),
    {
        content: "the city's report waits for it",
        trigger: ".o_support_missing_block[data-code='sheets_open']:contains(North)",
    },
]);

// The branch reads why and corrects the number.
add("support_reports_quarter_correct", [
    { trigger: ".alert:contains(See the remark on October)" },
    { trigger: ".o_support_missing_block[data-code='remark']:contains(20 October)" },
    ...correctNumber(202610),
    { trigger: ".modal .o_field_widget[name='corrected'] input", run: "edit 5" },
    { trigger: ".modal .o_field_widget[name='reason'] input", run: "edit paper log of 20 October" },
    click(".modal button[name='action_apply']"),
    {
        content: "the corrected number is printed, the counted one stays visible",
        trigger: inCell(202610, ".o_support_figure:contains(5回)"),
    },
    fitsTheScreen,
]);

// Meanwhile somebody logged the visit: the question is answered, the sheet handed in again.
add("support_reports_quarter_answer", [
    { trigger: inCell(202610, ".o_support_overtaken:contains(1→3)") },
    click(".o_support_missing_block[data-code='overtaken'] button"),
    { trigger: ".modal .alert .o_field_widget[name='counted_before']:contains(1)" },
    click(".modal button[name='action_keep']"),
    { trigger: ".o_form_view:not(:has(.o_support_overtaken))" },
    click(".o_support_missing_block[data-code='remark'] button"),
    click(".modal button[name='action_resolve']"),
    { trigger: ".o_form_view:not(:has(.o_support_missing_block))" },
    click("button[name='action_review']"),
    { trigger: ".o_form_view:not(:has(button[name='action_review'])):has(.alert-secondary:contains(See the remark))" },
]);

// The head office has the city's report checked, ...
add("support_reports_quarter_check", [
    { trigger: ".o_support_missing_block[data-code='approval']" },
    click("button[name='action_review']"),
    { trigger: "button[name='action_reopen']" },
]);

// ... a manager approves it ...
add("support_reports_quarter_approve", [
    click("button[name='action_approve']"),
    { trigger: ".o_field_widget[name='approved_by_id']:contains(sc_manager)" },
]);

// ... and it is submitted.
add("support_reports_quarter_submit", [
    click("button[name='action_submit']"),
    click(".modal button.o_support_report_submit"),
    filesAreThere,
    { trigger: ".o_field_widget[name='file_ids'] .o_data_row:contains(.xlsx)" },
]);

// An entry comes late, the city asks, the report is replaced.
add("support_reports_quarter_replace", [
    {
        content: "late entries are listed and change nothing",
        trigger: ".oe_stat_button[name='action_open_late_entries']:contains(1)",
    },
    click(".oe_stat_button[name='action_open_late_entries']"),
    { trigger: ".o_list_view .o_data_row:contains(Found in a drawer)" },
    click(".o_back_button a"),
    { trigger: inCell(202611, ".o_support_figure:contains(0回)") },
    click("button[name='action_exchange']"),
    { trigger: ".modal .o_field_widget[name='officer'] input", run: "edit Ms. Sato" },
    { trigger: ".modal .o_field_widget[name='text'] textarea", run: "edit No visit in November?" },
    click(".modal button[special='save']"),
    openPage("exchanges"),
    click(".o_field_widget[name='exchange_ids'] .o_data_row button[name='action_open']"),
    {
        trigger: ".modal .o_field_widget[name='answer'] textarea",
        run: "edit One, entered late. We send a new version.",
    },
    click(".modal button[name='action_answer']"),
    {
        content: "question and answer stay with the version",
        trigger:
            ".o_field_widget[name='exchange_ids'] .o_data_row:contains(We send a new version):not(:has(button[name='action_open']))",
    },
    click("button[name='action_replace']"),
    ...giveReason("An entry of November came late"),
    { trigger: ".alert:contains(An entry of November came late)" },
    openPage("differences"),
    {
        content: "what differs is listed, before and now",
        trigger: ".o_support_difference tr:contains(11月):contains(0回):contains(2回)",
    },
]);

add("support_reports_quarter_second", [
    click("button[name='action_submit']"),
    click(".modal button.o_support_report_submit"),
    filesAreThere,
    openPage("differences"),
    { trigger: ".o_support_difference tr:contains(11月):contains(0回):contains(2回)" },
]);
