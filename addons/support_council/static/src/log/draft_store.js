// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { browser } from "@web/core/browser/browser";
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

/** What was typed and not saved yet, kept in this browser only. */
export const draftStore = {
    get(resModel, resId) {
        tidy();
        return read(keyOf(resModel, resId));
    },
    set(resModel, resId, draft) {
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
};
