package io.github.fgaspring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs an emulator of WorkOS with the application context of a test, and connects the
 * application to it:
 *
 * <pre>
 * &#64;SpringBootTest
 * &#64;EnableFgaEmulator(seed = "classpath:acme.yaml")
 * class ProjectTests {
 *
 *     &#64;Autowired
 *     private FgaEmulator emulator;
 * </pre>
 *
 * The emulator listens on a free port of the loopback interface. Each context has its
 * own, also when several test classes share the context; they take turns if they run in
 * parallel. Before each test, that is before the methods annotated with
 * {@code @BeforeEach}, it goes back to the seed.
 * <p>
 * A nested class takes part in the emulator of its enclosing class unless it has an
 * annotation of its own.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EnableFgaEmulator {

	/**
	 * Who and what exists in the emulator.
	 * @return the location of a seed, such as {@code classpath:acme.yaml}; by default the
	 * property {@code fga.emulator.seed} of the application counts
	 */
	String seed() default "";

	/**
	 * Whether the emulator sends its events to the application, which must listen on a
	 * port. The application gets a value for {@code fga.webhooks.secret}.
	 * @return {@code true} for webhooks
	 */
	boolean webhooks() default false;

}
