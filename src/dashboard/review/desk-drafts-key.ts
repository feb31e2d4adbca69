/** Where the desk keeps its drafts in the storage of the tab. Signing out empties it. */
export const DESK_DRAFTS = 'galley-desk-drafts';
