import { rottingKanbanView } from "@mail/js/rotting_mixin/rotting_kanban_view";
import { registry } from "@web/core/registry";
import { CouncilModel } from "./council_model";

export const councilKanbanView = {
    ...rottingKanbanView,
    Model: CouncilModel,
};

registry.category("views").add("support_council_kanban", councilKanbanView);
