/** Switches on the rule about trailing spaces at the end of a document. It is off by default, and its fixes are certain. */
export const SPACES_ON = '\n<!-- markdownlint-configure-file {"MD009": true} -->\n';
