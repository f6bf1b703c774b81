package io.github.fgaspring.annotation;

/**
 * How several permissions of one {@link RequiresPermission} combine.
 */
public enum Match {

	/**
	 * Every permission is needed.
	 */
	ALL,

	/**
	 * One of the permissions is enough.
	 */
	ANY

}
