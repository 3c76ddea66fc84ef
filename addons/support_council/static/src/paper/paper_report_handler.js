// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Papers of the own PDF engine do not need wkhtmltopdf, so the web client must not ask for it.
 * Where the server cannot write PDF, the same paper opens as a page that prints alike.
 */
async function paperReportHandler(action, options, env) {
    if (action.report_type !== "qweb-pdf" || action.support_engine !== "weasyprint") {
        return false;
    }
    const context = { ...user.context, ...action.context };
    if (!(await env.services.orm.call("ir.actions.report", "support_pdf_available", []))) {
        env.services.notification.add(
            _t("This server cannot write PDF. Print the page that opens with Chrome or Edge."),
            { type: "info" }
        );
        window.open(getReportUrl(action, "html", context), "_blank", "noopener");
        return true;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf", context), action.report_type]),
                context: JSON.stringify(context),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("support_council.paper", paperReportHandler);
