package io.github.fgaspring.policy;

/**
 * Where the policies of organizations are written.
 */
public enum PolicySource {

	/**
	 * In the application's properties.
	 */
	PROPERTIES,

	/**
	 * In the metadata of the organizations at WorkOS, besides the properties.
	 */
	METADATA

}
