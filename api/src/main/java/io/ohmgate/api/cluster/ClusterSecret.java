package io.ohmgate.api.cluster;

import io.ohmgate.api.embedded.SecretFile;
import io.ohmgate.api.failure.StartupProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** Finds the secret that nodes share. */
public final class ClusterSecret {
    private ClusterSecret() {}

    /** The operator's, else the one in the data directory, which is made the first time. */
    public static LinkSecret of(ClusterSettings settings, String dataDirectory, SecureRandom random) {
        String secret = settings.secret();
        if (!secret.isEmpty()) {
            if (secret.length() < LinkSecret.LENGTH_MIN) {
                throw StartupProblem.CLUSTER_SECRET_SHORT.with(LinkSecret.LENGTH_MIN);
            }
            return new LinkSecret(secret);
        }
        Path secrets = Path.of(dataDirectory).toAbsolutePath().normalize().resolve("secrets");
        try {
            Files.createDirectories(
                    secrets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new LinkSecret(SecretFile.readOrCreate(secrets.resolve("cluster-secret"), random));
        } catch (IOException e) {
            throw StartupProblem.DATA_UNWRITABLE.causedBy(e, secrets);
        }
    }
}
