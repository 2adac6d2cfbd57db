package dev.vedette.sim.mutant;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.DiagnosticCollector;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Makes a mutant live: compiles what it changes, in memory and against everything else as it is, and loads the product
 * and the simulation anew around it. Classes of libraries stay those that are loaded already, and warm.
 */
final class Breeder {
    private static final String PRODUCT = "dev.vedette.";

    private Breeder() {}

    /**
     * @return what loads {@code dev.vedette} with this mutant in it, and with nothing that an earlier one left behind
     */
    static ClassLoader loaderOf(Mutant mutant) {
        SortedMap<String, String> sources = mutant.apply();
        return new Loader(sources.isEmpty() ? new TreeMap<>() : compile(mutant.name(), sources));
    }

    private static SortedMap<String, ByteArrayOutputStream> compile(String mutant, SortedMap<String, String> sources) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-nowarn", "-g", "-classpath", System.getProperty("java.class.path"));
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((path, text) -> units.add(new Source(path, text)));
        try (StandardJavaFileManager files = javac.getStandardFileManager(complaints, Locale.ROOT, null)) {
            InMemory memory = new InMemory(files);
            if (!javac.getTask(null, memory, complaints, options, null, units).call()) {
                throw new IllegalStateException(
                        "the mutant " + mutant + " does not compile: " + complaints.getDiagnostics());
            }
            return memory.classes;
        } catch (IOException e) {
            throw new IllegalStateException("the mutant " + mutant + " was not compiled", e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        private Source(String path, String text) {
            super(URI.create("string:///dev/vedette/" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean lenient) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final SortedMap<String, ByteArrayOutputStream> classes = new TreeMap<>();

        private InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            classes.put(name, bytes);
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }
    }

    /** Child first for the product and its tests, and for nothing else. */
    private static final class Loader extends ClassLoader {
        private final Map<String, ByteArrayOutputStream> changed;

        private Loader(Map<String, ByteArrayOutputStream> changed) {
            super(Breeder.class.getClassLoader());
            this.changed = changed;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PRODUCT)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : findClass(name);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = changed.containsKey(name) ? changed.get(name).toByteArray() : unchanged(name);
            return defineClass(name, bytes, 0, bytes.length);
        }

        private byte[] unchanged(String name) throws ClassNotFoundException {
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                return file.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
