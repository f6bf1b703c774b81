package io.github.fgaspring.test.context;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.context.ApplicationContext;

/**
 * The time in which one test has the state of an application context to itself. Contexts
 * of one hierarchy share state, so they share turns as well; a test never waits for more
 * than one turn, so tests cannot wait for each other in a circle.
 */
final class Turn {

	private static final Map<ApplicationContext, ReentrantLock> locks = Collections
		.synchronizedMap(new WeakHashMap<>());

	private final ReentrantLock lock;

	private Turn(ReentrantLock lock) {
		this.lock = lock;
	}

	/**
	 * Waits for the turn of the current thread and takes it.
	 * @throws IllegalStateException if the thread is in the middle of another test, which
	 * happens if that test waits for something and the thread pool hands it this one
	 */
	static Turn take(ApplicationContext context, Class<?> testClass) throws InterruptedException {
		ReentrantLock lock = locks.computeIfAbsent(root(context), (absent) -> new ReentrantLock());
		if (lock.isHeldByCurrentThread()) {
			throw new IllegalStateException("A test of " + testClass.getName()
					+ " was started in the middle of another test with the same FgaStub or FgaEmulator, by the same"
					+ " thread: add @Execution(ExecutionMode.SAME_THREAD) to the one that starts tests or tasks of"
					+ " its own");
		}
		lock.lockInterruptibly();
		return new Turn(lock);
	}

	private static ApplicationContext root(ApplicationContext context) {
		ApplicationContext root = context;
		for (ApplicationContext parent = root.getParent(); parent != null; parent = root.getParent()) {
			root = parent;
		}
		return root;
	}

	void end() {
		this.lock.unlock();
	}

}
