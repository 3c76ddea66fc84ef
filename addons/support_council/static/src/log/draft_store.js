// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

const PREFIX = "support_council.draft";
const MAX_AGE = 7 * 24 * 3600 * 1000; // ms
const MAX_CHARACTERS = 200_000; // of one draft: many times the longest note
const MAX_DRAFTS = 20; // of one browser

function keyOf(resModel, resId) {
    return [PREFIX, session.db, user.userId, resModel, resId || "new"].join("/");
}

function read(key) {
    try {
        return JSON.parse(browser.localStorage.getItem(key));
    } catch {
        return null; // written by another version, or cut off
    }
}

function keys() {
    return Array.from({ length: browser.localStorage.length }, (_item, index) =>
        browser.localStorage.key(index)
    ).filter((key) => key?.startsWith(`${PREFIX}/`));
}

/** Forget what is too old, and the oldest of too many. */
function tidy() {
    const drafts = keys()
        .map((key) => ({ key, at: read(key)?.at || 0 }))
        .sort((one, other) => other.at - one.at);
    drafts.forEach(({ key, at }, index) => {
        if (index >= MAX_DRAFTS || Date.now() - at > MAX_AGE) {
            browser.localStorage.removeItem(key);
        }
    });
}

/** Forget what somebody else typed in this browser: one phone, two people. */
function forgetOthers() {
    const mine = `${[PREFIX, session.db, user.userId].join("/")}/`;
    const ofDatabase = `${[PREFIX, session.db].join("/")}/`;
    keys()
        .filter((key) => key.startsWith(ofDatabase) && !key.startsWith(mine))
        .forEach((key) => browser.localStorage.removeItem(key));
}

let isClosed = false;

/** What was typed and not saved yet, kept in this browser only, and until its user logs out. */
export const draftStore = {
    get(resModel, resId) {
        tidy();
        return read(keyOf(resModel, resId));
    },
    set(resModel, resId, draft) {
        if (isClosed) {
            return; // the form itself is left after logging out
        }
        const text = JSON.stringify({ ...draft, at: Date.now() });
        if (text.length > MAX_CHARACTERS) {
            return;
        }
        try {
            browser.localStorage.setItem(keyOf(resModel, resId), text);
            tidy();
        } catch {
            // Private windows and full disks have no room: the form works without a draft.
        }
    },
    remove(resModel, resId) {
        browser.localStorage.removeItem(keyOf(resModel, resId));
    },
    close() {
        isClosed = true;
        keys().forEach((key) => browser.localStorage.removeItem(key));
    },
};

registry.category("services").add("support_draft", { start: forgetOthers });

const menu = registry.category("user_menuitems");
const logOut = menu.get("log_out");
menu.add(
    "log_out",
    (env) => {
        const item = logOut(env);
        const callback = () => {
            draftStore.close();
            item.callback();
        };
        return { ...item, callback };
    },
    { force: true }
);
