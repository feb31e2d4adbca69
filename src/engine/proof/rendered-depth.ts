/** Blocks and inlines that are nested deeper are compared by their source, since rendering them is recursive. */
export const MAX_RENDERED_DEPTH = 100;
