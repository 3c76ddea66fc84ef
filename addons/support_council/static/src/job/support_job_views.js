// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";
import { onMounted, onWillUnmount } from "@odoo/owl";

// The bus tells at once; asking every few seconds serves where no websocket comes through.
const POLL_MILLISECONDS = 5000;

function useJobRefresh(controller) {
    const bus = useService("bus_service");
    let timer;
    const reload = () => {
        // Of the root, not of the model: that would overtake a load that the screen waits for, its
        // first one or that of a button, and neither would ever end.
        if (!document.hidden && controller.model.isReady) {
            controller.model.root.load();
        }
    };
    onMounted(() => {
        bus.subscribe("support.job", reload);
        timer = setInterval(() => {
            const records = controller.model.root.records || [controller.model.root];
            if (records.some((record) => ["waiting", "running"].includes(record.data.state))) {
                reload();
            }
        }, POLL_MILLISECONDS);
    });
    onWillUnmount(() => {
        bus.unsubscribe("support.job", reload);
        clearInterval(timer);
    });
}

export class SupportJobFormController extends FormController {
    setup() {
        super.setup();
        useJobRefresh(this);
    }
}

export class SupportJobListController extends ListController {
    setup() {
        super.setup();
        useJobRefresh(this);
    }
}

registry.category("views").add("support_job_form", {
    ...formView,
    Controller: SupportJobFormController,
});
registry.category("views").add("support_job_list", {
    ...listView,
    Controller: SupportJobListController,
});
