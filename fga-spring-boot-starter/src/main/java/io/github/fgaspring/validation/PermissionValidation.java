package io.github.fgaspring.validation;

/**
 * What start-up does about permissions that rules name and the WorkOS environment does
 * not have.
 */
public enum PermissionValidation {

	/**
	 * They are not looked for.
	 */
	OFF,

	/**
	 * They are logged.
	 */
	WARN,

	/**
	 * They end start-up.
	 */
	FAIL

}
