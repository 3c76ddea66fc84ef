import { Component, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

/**
 * Asks the one thing that a change of stage needs: when it happened, and how exactly that is known.
 */
export class StageDateDialog extends Component {
    static template = "support_council.StageDateDialog";
    static components = { DateTimeInput, Dialog };
    static props = {
        close: Function,
        council: String,
        stage: String,
        requirement: { type: String, optional: true },
        today: String,
        fiscalYears: Array,
        onConfirm: Function,
    };

    setup() {
        this.today = deserializeDate(this.props.today);
        this.state = useState({
            precision: "day",
            date: this.today,
            fiscalYear: this.props.fiscalYears[0][0],
        });
    }

    get title() {
        return _t("%(council)s: %(stage)s", {
            council: this.props.council,
            stage: this.props.stage,
        });
    }

    get precisions() {
        return [
            ["day", _t("Day")],
            ["month", _t("Month")],
            ["fiscal_year", _t("Fiscal year")],
        ];
    }

    get monthFormat() {
        return user.lang.startsWith("ja") ? "yyyy年M月" : "yyyy-MM";
    }

    get dateFormat() {
        return localization.dateFormat;
    }

    onDateChange(date) {
        this.state.date = date || this.today;
    }

    onConfirm() {
        const { date, fiscalYear, precision } = this.state;
        this.props.onConfirm({
            stage_date:
                precision === "fiscal_year" ? `${fiscalYear}-04-01` : serializeDate(date),
            stage_date_precision: precision,
        });
        this.props.close();
    }
}

/**
 * Ask when a council entered a stage.
 *
 * @param {Object} services
 * @param {Object} services.dialog dialog service
 * @param {Object} services.orm orm service
 * @param {string} council name of the council
 * @param {{id: number, display_name: string}} stage
 * @returns {Promise<{stage_date: string, stage_date_precision: string} | null>} the context that
 *  the write of the stage takes, or null when the user thought better of it
 */
export async function askStageDate({ dialog, orm }, council, stage) {
    const question = await orm.call("support.council", "get_stage_question", [stage.id]);
    return new Promise((resolve) => {
        dialog.add(
            StageDateDialog,
            {
                council,
                stage: stage.display_name,
                requirement: question.requirement || undefined,
                today: question.today,
                fiscalYears: question.fiscal_years,
                onConfirm: resolve,
            },
            { onClose: () => resolve(null) }
        );
    });
}
