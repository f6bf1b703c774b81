package io.github.fgaspring.emulator.contract;

import java.util.List;

/**
 * A field of an object of the contract.
 *
 * @param name the name
 * @param type the type, in the words of {@code objects.tsv}
 * @param isRequired whether it is always there
 * @param values the only values there are, or none if any value is
 */
record Field(String name, String type, boolean isRequired, List<String> values) {

}
