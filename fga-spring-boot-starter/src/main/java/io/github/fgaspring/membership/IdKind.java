package io.github.fgaspring.membership;

/**
 * Whose ids a session names users or organizations by.
 */
public enum IdKind {

	/**
	 * Those that WorkOS gave them.
	 */
	WORKOS,

	/**
	 * The application's own, which WorkOS knows as their {@code external_id}.
	 */
	EXTERNAL

}
