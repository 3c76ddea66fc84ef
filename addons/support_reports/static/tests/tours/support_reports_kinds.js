import { registry } from "@web/core/registry";

const number = (selector) => Number(document.querySelector(selector)?.textContent);

async function until(condition, what) {
    for (let tries = 0; tries < 200; tries++) {
        if (condition()) {
            return;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${what} does not open`);
}

// A report of each form stands in the list; the pager leads from one to the next.
registry.category("web_tour.tours").add("support_reports_kinds", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:first .o_data_cell[name='period_label']", run: "click" },
        {
            trigger: ".o_form_view .o_support_report_figures",
            run: async () => {
                const total = number(".o_pager_limit");
                for (let place = 2; place <= total; place++) {
                    document.querySelector(".o_pager_next").click();
                    await until(
                        () =>
                            number(".o_pager_value") === place &&
                            document.querySelector(".o_support_report_figures :is(table, p)"),
                        `report ${place} of ${total}`
                    );
                }
            },
        },
    ],
});
