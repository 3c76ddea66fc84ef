/** A number as papers print it: 12.0 is no whole number there. */
export function printedNumber(value, decimals) {
    return decimals && typeof value === "number" ? value.toFixed(decimals) : value;
}
