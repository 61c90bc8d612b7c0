#include "device_print.h"

#include <cstdio>
#include <cstring>

namespace emulator {
namespace {

class Arguments {
 public:
  explicit Arguments(const unsigned char* at) : at_(at) {}

  template <class T>
  T next() {
    offset_ = (offset_ + sizeof(T) - 1) / sizeof(T) * sizeof(T);
    T value;
    std::memcpy(&value, at_ + offset_, sizeof value);
    offset_ += sizeof(T);
    return value;
  }

 private:
  const unsigned char* at_;
  size_t offset_ = 0;
};

template <class T>
std::string print_one(const std::string& format, T value) {
  char text[512];
  const int length = std::snprintf(text, sizeof text, format.c_str(), value);
  return length < 0 ? "" : text;
}

}  // namespace

std::string format_device_text(const char* format, const unsigned char* arguments) {
  Arguments values(arguments);
  std::string text;
  while (*format != '\0') {
    if (*format != '%') {
      text += *format++;
      continue;
    }
    std::string specifier(1, *format++);
    bool wide = false;
    while (*format != '\0' && std::strchr("diouxXcsfFeEgGaAp%", *format) == nullptr) {
      wide = wide || std::strchr("lzjt", *format) != nullptr;
      specifier += *format++;
    }
    if (*format == '\0') {
      break;
    }
    const char kind = *format++;
    specifier += kind;
    if (kind == '%') {
      text += '%';
    } else if (std::strchr("fFeEgGaA", kind) != nullptr) {
      text += print_one(specifier, values.next<double>());
    } else if (kind == 's') {
      text += print_one(specifier, values.next<const char*>());
    } else if (kind == 'p') {
      text += print_one(specifier, values.next<void*>());
    } else if (wide) {
      text += print_one(specifier, values.next<long long>());
    } else {
      text += print_one(specifier, values.next<int>());
    }
  }
  return text;
}

}  // namespace emulator
