import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { printedNumber } from "./printed_number";

/** The card behind a cell: rule in words, what was counted, what was nearly counted. */
export class FigureCard extends Component {
    static template = "support_reports.FigureCard";
    static components = { Dialog };
    static props = {
        card: Object,
        openRecords: Function,
        openNearly: Function,
        correct: { type: [Function, { value: null }], optional: true },
        remark: { type: [Function, { value: null }], optional: true },
        close: Function,
    };

    printed = printedNumber;

    /** A month not yet over shows what is counted by now. */
    get number() {
        const { value, counted } = this.props.card;
        return value === null ? counted : value;
    }

    async openRecords() {
        this.props.close();
        await this.props.openRecords();
    }

    async correct() {
        this.props.close();
        await this.props.correct();
    }

    async remark() {
        this.props.close();
        await this.props.remark();
    }

    async openNearly(code) {
        this.props.close();
        await this.props.openNearly(code);
    }
}
