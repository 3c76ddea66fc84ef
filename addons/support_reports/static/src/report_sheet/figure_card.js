import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
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

    /** Why the list of records is shorter than the figure. */
    get hiddenText() {
        return _t(
            "The content of %s of the counted records is not shown to you: entries that colleagues do not share, or records of areas that are not yours. The figure contains them.",
            this.props.card.hidden
        );
    }

    hiddenIn(line) {
        return _t("%s of them not shown to you", line.hidden);
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
