package ceres.engineio.server;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds certificates and keys in texts (RFC 7468). Stateless. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s(.*?)-----END \\1-----", Pattern.DOTALL);

  private Pem() {}

  /** All certificates, in their order; at least one. */
  static X509Certificate[] certificates(PemFile file) throws TlsFilesException {
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(file.textOrFail());
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE")) {
        certificates.add(certificate(file, block.group()));
      }
    }
    if (certificates.isEmpty()) {
      throw new TlsFilesException(file + " has no certificate (BEGIN CERTIFICATE)");
    }
    return certificates.toArray(X509Certificate[]::new);
  }

  private static X509Certificate certificate(PemFile file, String block) throws TlsFilesException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(block.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (CertificateException e) {
      throw new TlsFilesException(file + " has a certificate that cannot be read");
    }
  }

  /**
   * The first key.
   *
   * @param algorithm of it, for example {@code RSA}
   */
  static PrivateKey privateKey(PemFile file, String algorithm) throws TlsFilesException {
    Matcher block = BLOCK.matcher(file.textOrFail());
    while (block.find()) {
      String kind = block.group(1);
      if (kind.equals("PRIVATE KEY")) {
        return privateKey(file, algorithm, block.group(2));
      }
      if (kind.endsWith("ENCRYPTED PRIVATE KEY")) {
        throw new TlsFilesException(
            "the key in " + file + " is encrypted: openssl pkey -in FILE -out NEW decrypts it");
      }
      if (kind.endsWith(" PRIVATE KEY")) {
        throw new TlsFilesException(
            "the key in "
                + file
                + " is not in PKCS #8: openssl pkey -in FILE -out NEW converts it");
      }
    }
    throw new TlsFilesException(file + " has no key (BEGIN PRIVATE KEY)");
  }

  private static PrivateKey privateKey(PemFile file, String algorithm, String base64)
      throws TlsFilesException {
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(base64);
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (IllegalArgumentException | NoSuchAlgorithmException | InvalidKeySpecException e) {
      throw new TlsFilesException(
          "the key in "
              + file
              + " is no "
              + algorithm
              + " key, as the certificate's, or is broken");
    }
  }
}
