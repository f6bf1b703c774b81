package io.github.fgaspring.emulator.model;

/**
 * Something that has an id of its own and can be paged through.
 */
public interface Identified {

	/**
	 * The id given by the emulator or by the seed.
	 * @return the id
	 */
	String id();

}
