import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FigureCard } from "./figure_card";
import { printedNumber } from "./printed_number";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The table of the paper on the screen: every number opens the records behind it. */
export class ReportFiguresField extends Component {
    static template = "support_reports.ReportFiguresField";
    static props = { ...standardFieldProps };

    printed = printedNumber;

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
    }

    get sheet() {
        return this.props.record.data[this.props.name] || null;
    }

    get columns() {
        return this.sheet.counts.columns;
    }

    get rows() {
        return this.sheet.counts.rows;
    }

    /** Plain tables, of forms that have no table of months. */
    get tables() {
        return this.sheet.tables || [];
    }

    isNumber(value) {
        return typeof value === "number";
    }

    /** The result of a formula follows from numbers that can be corrected. */
    canCorrect(row, column) {
        return this.sheet.is_editable && !row.is_total && !row.is_open && !column.is_formula;
    }

    remarkOn(column, row) {
        return this.sheet.remarks?.[`${column.indicator_id}:${row.month_key}`] || "";
    }

    async remark(column, monthKey) {
        await this.callAction("action_remark", [column.indicator_id, monthKey], {
            onClose: () => this.props.record.load(),
        });
    }

    /**
     * Show the card behind a figure; from there its records are one click away, and what can be
     * done about it: the only way to that on a phone. No row: the total of an area.
     */
    async openFigure(column, row, areaId) {
        const { record } = this.props;
        if (record.isInEdition && !(await record.save())) {
            return;
        }
        const figure = [column.indicator_id, row?.month_key || false, areaId || false];
        const card = await this.orm.call(record.resModel, "get_figure_card", [[record.resId], ...figure]);
        this.dialog.add(FigureCard, {
            card,
            openRecords: () => this.callAction("action_open_figure", figure),
            openNearly: (code) => this.callAction("action_open_nearly", [code, ...figure]),
            correct: row && this.canCorrect(row, column) ? () => this.correct(column, row.month_key) : null,
            remark: row && this.sheet.can_remark ? () => this.remark(column, row.month_key) : null,
        });
    }

    async correct(column, monthKey) {
        await this.callAction("action_correct_figure", [column.indicator_id, monthKey], {
            onClose: () => this.props.record.load(),
        });
    }

    async callAction(method, args, options = {}) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        const action = await this.orm.call(record.resModel, method, [[record.resId], ...args]);
        if (action) {
            await this.action.doAction(action, options);
        }
    }
}

registry.category("fields").add("support_report_figures", {
    component: ReportFiguresField,
    supportedTypes: ["json"],
});
