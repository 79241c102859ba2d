/** For who wants to look at a rehearsal from a shell that knows nothing of it. */
export const REHEARSAL_HINT = 'For a rehearsal: eval "$(npm run --silent local:env)"';
