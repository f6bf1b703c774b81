package com.example.compatibility;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The other tests do not come everywhere: looks for everything of Spring that is used
 * anywhere.
 */
class LinkageTests {

	/**
	 * Used only if it is there: Spring Boot has it since 4.1.
	 */
	private static final String OPTIONAL = "io/github/fgaspring/autoconfigure/TimeLimitedRestClients$AddressFilter";

	/**
	 * What works with them is not looked at, as they are not in this application.
	 */
	private static final Set<String> OTHERS = Set.of("org/springframework/boot/data/", "org/springframework/dao/",
			"org/springframework/data/", "com/workos/");

	private final Set<String> used = new TreeSet<>();

	private final Set<String> missing = new TreeSet<>();

	@Test
	void whatIsUsedOfSpringIsThere() throws IOException {
		Resource[] classes = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:io/github/fgaspring/**/*.class");
		for (Resource resource : classes) {
			try (InputStream content = resource.getInputStream()) {
				ClassReader reader = new ClassReader(content);
				if (!reader.getClassName().equals(OPTIONAL)) {
					reader.accept(new References(reader.getClassName()), ClassReader.SKIP_DEBUG);
				}
			}
		}
		assertThat(this.used).hasSizeGreaterThan(500);
		assertThat(this.missing).isEmpty();
	}

	@Test
	void moduleThatIsUsedIsAJar() {
		for (String type : Set.of("io/github/fgaspring/annotation/RequiresPermission",
				"io/github/fgaspring/emulator/FgaEmulator", "io/github/fgaspring/authentication/FgaSession",
				"io/github/fgaspring/test/WithFgaSession")) {
			URL location = getClass().getClassLoader().getResource(type + ".class");
			assertThat(location).hasProtocol("jar");
		}
	}

	private void require(String user, String owner, String name, String descriptor) {
		// A class of ours may have inherited it.
		if (!owner.startsWith("org/springframework/") && !owner.startsWith("io/github/fgaspring/")
				|| OTHERS.stream().anyMatch(owner::startsWith)) {
			return;
		}
		String member = owner + "." + name + descriptor;
		this.used.add(member);
		try {
			Class<?> type = Class.forName(owner.replace('/', '.'), false, getClass().getClassLoader());
			if (!has(type, name, descriptor)) {
				this.missing.add(member + " used by " + user);
			}
		}
		catch (ClassNotFoundException | LinkageError ex) {
			if (OTHERS.stream().noneMatch((other) -> String.valueOf(ex.getMessage()).startsWith(other))) {
				this.missing.add(member + " used by " + user + ": " + ex);
			}
		}
	}

	private static boolean has(Class<?> type, String name, String descriptor) {
		if (type.isInterface() && has(Object.class, name, descriptor)) {
			return true;
		}
		boolean declared = descriptor.startsWith("(")
				? executables(type).anyMatch(
						(executable) -> name(executable).equals(name) && descriptor(executable).equals(descriptor))
				: Arrays.stream(type.getDeclaredFields())
					.anyMatch((field) -> field.getName().equals(name)
							&& Type.getDescriptor(field.getType()).equals(descriptor));
		return declared || Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
			.anyMatch((parent) -> has(parent, name, descriptor));
	}

	private static Stream<Executable> executables(Class<?> type) {
		return Stream.concat(Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()));
	}

	private static String name(Executable executable) {
		return (executable instanceof Constructor) ? "<init>" : executable.getName();
	}

	private static String descriptor(Executable executable) {
		return (executable instanceof Method method) ? Type.getMethodDescriptor(method)
				: Type.getConstructorDescriptor((Constructor<?>) executable);
	}

	/**
	 * Collects what a class calls and reads.
	 */
	private final class References extends ClassVisitor {

		private final String user;

		private References(String user) {
			super(Opcodes.ASM9);
			this.user = user;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
				String[] exceptions) {
			return new MethodVisitor(Opcodes.ASM9) {

				@Override
				public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
					require(References.this.user, owner, called, type);
				}

				@Override
				public void visitFieldInsn(int opcode, String owner, String field, String type) {
					require(References.this.user, owner, field, type);
				}

				@Override
				public void visitInvokeDynamicInsn(String called, String type, Handle bootstrap, Object... arguments) {
					for (Object argument : arguments) {
						if (argument instanceof Handle handle) {
							require(References.this.user, handle.getOwner(), handle.getName(), handle.getDesc());
						}
					}
				}

			};
		}

	}

}
