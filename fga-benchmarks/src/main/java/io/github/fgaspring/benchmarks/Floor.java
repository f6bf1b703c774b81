package io.github.fgaspring.benchmarks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the benchmark that the annotated one is compared with, where there is one below
 * which it cannot get. Both are measured in the same run, and the table shows one as a
 * ratio to the other.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Floor {

	/**
	 * The name of a benchmark method of the same class, in the same unit.
	 * @return the name of the method
	 */
	String value();

}
