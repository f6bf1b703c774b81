package io.github.fgaspring.endtoend;

import org.springframework.test.context.TestPropertySource;

/**
 * The same on virtual threads, if the JDK has them; the property has no effect on Java
 * 17.
 */
@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
class ConcurrentQuestionsOnVirtualThreadsTests extends ConcurrentQuestionsTests {

	@Override
	boolean expectsVirtualThreads() {
		return Runtime.version().feature() >= 21;
	}

}
