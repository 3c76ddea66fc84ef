// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { _t } from "@web/core/l10n/translation";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { Layout } from "@web/search/layout";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useService } from "@web/core/utils/hooks";
import { Component, onWillStart, useState } from "@odoo/owl";

/**
 * The table of areas by stage, as cities print it: one row a date, one column a stage, and the
 * councils behind each number one click away.
 */
export class ProgressPage extends Component {
    static template = "support_council.ProgressPage";
    static components = { DateTimeInput, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.tiers = [
            ["1", _t("Tier 1")],
            ["2", _t("Tier 2")],
            ["3", _t("Tier 3")],
        ];
        // Kept in the address, so that the page opens again as it was left.
        const saved = this.props.state || {};
        this.state = useState({ tier: saved.tier || "2", asOf: saved.asOf || false, table: null });
        onWillStart(() => this.load());
    }

    get display() {
        return { controlPanel: {} };
    }

    async load() {
        this.state.table = await this.orm.call("support.progress", "get_table", [
            this.state.tier,
            this.state.asOf || null,
        ]);
    }

    get asOfDate() {
        return this.state.asOf ? deserializeDate(this.state.asOf) : false;
    }

    onTier(tier) {
        this.state.tier = tier;
        return this.load();
    }

    onDate(date) {
        this.state.asOf = date ? serializeDate(date) : false;
        return this.load();
    }

    /** Open the councils behind a number; for areas that have not started, the areas. */
    openCell(row, column, cell) {
        const name = `${column.name} (${row.label})`;
        const [model, ids] = cell.council_ids.length
            ? ["support.council", cell.council_ids]
            : ["support.area", cell.area_ids];
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [["id", "in", ids]],
        });
    }

    openAnalysis() {
        return this.action.doAction("support_council.support_progress_action", {
            additionalContext: this.state.asOf ? { as_of: this.state.asOf } : {},
        });
    }

    print(format) {
        const query = new URLSearchParams({ tier: this.state.tier, as_of: this.state.asOf || "" });
        return this.action.doAction({
            type: "ir.actions.act_url",
            target: "download",
            url: `/support_council/progress.${format}?${query}`,
        });
    }
}

registry.category("actions").add("support_progress_page", ProgressPage);
