package io.github.fgaspring.decision;

/**
 * Why a question was denied.
 */
public enum DenialReason {

	/**
	 * There is no session behind the caller.
	 */
	NO_SESSION,

	/**
	 * The session has no organization selected.
	 */
	NO_ORGANIZATION,

	/**
	 * The caller does not have the permission.
	 */
	MISSING_PERMISSION,

	/**
	 * The resource's type or id is missing or cannot be an id.
	 */
	RESOURCE_UNRESOLVED,

	/**
	 * The caller's membership in the organization is not known.
	 */
	NO_MEMBERSHIP,

	/**
	 * WorkOS knows no such resource in the organization, or no such membership.
	 */
	UNKNOWN_RESOURCE_OR_MEMBERSHIP,

	/**
	 * WorkOS refused the question itself, for example because permission and resource
	 * type do not fit.
	 */
	REJECTED_QUESTION,

	/**
	 * No checker had an answer.
	 */
	UNDECIDED,

	/**
	 * The handler method says nothing about permissions, and such are closed.
	 */
	UNDECLARED_HANDLER

}
