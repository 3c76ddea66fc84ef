import { Component } from "@odoo/owl";
import { HistoryDialog } from "@html_editor/components/history_dialog/history_dialog";
import { getHtmlFieldMetadata, setHtmlFieldMetadata } from "@html_editor/fields/html_field";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Button beside a text of the minutes that shows what stood there before, and takes it back. */
export class MinutesHistory extends Component {
    static template = "support_council.MinutesHistory";
    static props = { ...standardWidgetProps, fieldName: String };

    setup() {
        this.dialog = useService("dialog");
    }

    get revisions() {
        return this.props.record.data.html_field_history_metadata?.[this.props.fieldName] || [];
    }

    open() {
        const { record, fieldName } = this.props;
        this.dialog.add(HistoryDialog, {
            title: _t("Earlier drafts"),
            recordId: record.resId,
            recordModel: record.resModel,
            versionedFieldName: fieldName,
            historyMetadata: this.revisions,
            restoreRequested: (html, close) => {
                const metadata = getHtmlFieldMetadata(record.data[fieldName]);
                record.update({ [fieldName]: setHtmlFieldMetadata(html, metadata) });
                close();
            },
        });
    }
}

registry.category("view_widgets").add("support_minutes_history", {
    component: MinutesHistory,
    extractProps: ({ attrs }) => ({ fieldName: attrs.field }),
});
