package io.github.fgaspring.revocation;

/**
 * Is told of every change, from wherever it comes. It must be quick and must not fail.
 */
@FunctionalInterface
public interface LiveChangeListener {

	/**
	 * A change has happened.
	 * @param change the change
	 */
	void onChange(LiveChange change);

}
